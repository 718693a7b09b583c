#!/usr/bin/env pwsh
# SPDX-License-Identifier: MIT
# The door for PowerShell: RPMs are made on Linux, so on Windows it goes through WSL.
$ErrorActionPreference = 'Stop'
$script = "$PSScriptRoot/build.sh"

if (-not ($IsWindows -or $env:OS -eq 'Windows_NT')) {
    & bash $script @args
    exit $LASTEXITCODE
}

$wsl = Get-Command wsl.exe -ErrorAction SilentlyContinue
if ($null -eq $wsl) {
    [Console]::Error.WriteLine("Error: RPMs are made on Linux, and this Windows has no WSL")
    [Console]::Error.WriteLine("  next:    run 'wsl --install' as administrator, restart, and run this again")
    exit 4
}

# wslpath knows the Linux name of a Windows folder; it fails where WSL has no distribution yet.
$linuxScript = & wsl.exe wslpath -a ($script -replace '\\', '/')
if ($LASTEXITCODE -ne 0 -or -not $linuxScript) {
    [Console]::Error.WriteLine("Error: WSL is there, but no Linux distribution answers in it")
    [Console]::Error.WriteLine("  next:    run 'wsl --install -d Debian', and run this again")
    exit 4
}

& wsl.exe bash $linuxScript @args
exit $LASTEXITCODE
