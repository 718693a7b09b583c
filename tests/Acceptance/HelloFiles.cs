namespace Dom0Iptables.Tests.Acceptance;

/// <summary>The data files of the project that the whole runs build.</summary>
internal static class HelloFiles
{
    public const string Platform = """
        description = "this machine"
        cflags = "-O2"
        cxxflags = "-O2"

        """;

    public const string Patch = """
        Greet the one who is there.
        ---
        --- a/greeting.c
        +++ b/greeting.c
        @@ -1,3 +1,3 @@
         #include "greeting.h"
         #warning greets nobody in particular
        -const char *greeting(void) { return "Hello, world"; }
        +const char *greeting(void) { return "Hello, dom0"; }

        """;

    public const string Spec = """
        %{!?cflags: %define cflags -O2}
        %{!?cxxflags: %define cxxflags -O2}
        %define debug_package %{nil}
        %define __os_install_post %{nil}
        %define _build_id_links none
        %define optflags %{cflags}

        Name: hello
        Version: 1.0
        Release: 1
        Summary: Greets
        License: GPLv2+
        Group: System Environment/Base
        Source0: hello-%{version}.tar.gz
        Patch1: 0001-greet-dom0.patch
        BuildRoot: %{_tmppath}/%{name}-%{version}-%{release}-root
        Requires(post): /sbin/ldconfig
        Requires(postun): /sbin/ldconfig

        %description
        Greets.

        %package devel
        Summary: The header of hello
        Group: Development/Libraries
        Requires: hello = %{version}-%{release}

        %description devel
        The header of hello.

        %prep
        %if 0%{!?staged_root:1}
        %setup -q
        %patch -P 1 -p1
        %endif

        %build
        %if 0%{!?staged_root:1}
        ./configure CFLAGS="%{cflags}" CXXFLAGS="%{cxxflags}" --disable-silent-rules
        make %{?_smp_mflags}
        %endif

        %install
        rm -rf %{buildroot}
        mkdir -p %{buildroot}
        %if 0%{?staged_root:1}
        cp -a %{staged_root}/. %{buildroot}/
        cd %{built_tree}
        %else
        make install DESTDIR=%{buildroot}
        %endif
        mkdir -p %{buildroot}/usr/share/doc/%{name}-%{version}
        install -m 644 COPYING %{buildroot}/usr/share/doc/%{name}-%{version}/

        %clean
        rm -rf %{buildroot}

        %post -p /sbin/ldconfig

        %postun -p /sbin/ldconfig

        %files
        %defattr(-,root,root,755)
        %doc %dir /usr/share/doc/%{name}-%{version}
        %doc /usr/share/doc/%{name}-%{version}/*
        /usr/local/bin/*
        /usr/local/share/man/man1/*

        %files devel
        %defattr(-,root,root,755)
        /usr/local/include/*
        %dir /usr/local/lib/hello
        /usr/local/lib/hello/*

        """;

    public static string Recipe(string sha256) => $"""
        name = "hello"
        version = "1.0"
        released = 2010-05-21
        spec = "specs/hello-1.0.spec"
        patches = "patches/hello-1.0"

        [source]
        file = "hello-1.0.tar.gz"
        sha256 = "{sha256}"
        mirrors = ["http://127.0.0.1:9/hello-1.0.tar.gz"]
        maximum-bytes = 1_000_000
        maximum-entries = 100

        [configure]
        arguments = ["--disable-silent-rules"]

        """;
}
