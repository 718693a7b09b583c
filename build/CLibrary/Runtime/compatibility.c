/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What today's headers call and glibc 2.5 has under another name. Linked into each program and library that needs it,
 * hidden, so that no two of them share it and nothing of it is exported. What is not here and not in glibc 2.5 is an
 * undefined symbol, which the linker names together with the file that calls it.
 */
#include <stdarg.h>
#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden")))

struct stat;
struct stat64;

/* The layout of struct stat that is asked for: _STAT_VER of the platform's <bits/stat.h> in glibc 2.5. */
#ifdef __x86_64__
#define STAT_VERSION 1
#define MKNOD_VERSION 0
#else
#define STAT_VERSION 3
#define MKNOD_VERSION 1
#endif

extern int __xstat(int, const char *, struct stat *);
extern int __lxstat(int, const char *, struct stat *);
extern int __fxstat(int, int, struct stat *);
extern int __fxstatat(int, int, const char *, struct stat *, int);
extern int __xstat64(int, const char *, struct stat64 *);
extern int __lxstat64(int, const char *, struct stat64 *);
extern int __fxstat64(int, int, struct stat64 *);
extern int __fxstatat64(int, int, const char *, struct stat64 *, int);
extern int __xmknod(int, const char *, unsigned int, unsigned long long *);
extern int vsscanf(const char *, const char *, va_list);
extern int vfscanf(void *, const char *, va_list);
extern int vscanf(const char *, va_list);
extern int fcntl(int, int, ...);
extern int __cxa_atexit(void (*)(void *), void *, void *);
extern void __stack_chk_fail(void) __attribute__((noreturn));
extern void *__dso_handle HIDDEN;

HIDDEN int stat(const char *path, struct stat *to) { return __xstat(STAT_VERSION, path, to); }
HIDDEN int lstat(const char *path, struct stat *to) { return __lxstat(STAT_VERSION, path, to); }
HIDDEN int fstat(int file, struct stat *to) { return __fxstat(STAT_VERSION, file, to); }
HIDDEN int fstatat(int folder, const char *path, struct stat *to, int flags) { return __fxstatat(STAT_VERSION, folder, path, to, flags); }
HIDDEN int stat64(const char *path, struct stat64 *to) { return __xstat64(STAT_VERSION, path, to); }
HIDDEN int lstat64(const char *path, struct stat64 *to) { return __lxstat64(STAT_VERSION, path, to); }
HIDDEN int fstat64(int file, struct stat64 *to) { return __fxstat64(STAT_VERSION, file, to); }
HIDDEN int fstatat64(int folder, const char *path, struct stat64 *to, int flags) { return __fxstatat64(STAT_VERSION, folder, path, to, flags); }
HIDDEN int mknod(const char *path, unsigned int mode, unsigned long long device) { return __xmknod(MKNOD_VERSION, path, mode, &device); }

/*
 * C99's scanf: %a is a number there, and "allocate" in the scanf of glibc 2.5. A format that holds %a, %as or %a[ would
 * be read otherwise; iptables has none, in 1.4.8 as in 1.8.9.
 */
HIDDEN int __isoc99_sscanf(const char *text, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vsscanf(text, format, arguments);
	va_end(arguments);
	return result;
}

HIDDEN int __isoc99_fscanf(void *file, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vfscanf(file, format, arguments);
	va_end(arguments);
	return result;
}

HIDDEN int __isoc99_scanf(const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vscanf(format, arguments);
	va_end(arguments);
	return result;
}

/* fcntl of glibc 2.5 already makes the 64-bit system call for the 64-bit locks. */
HIDDEN int fcntl64(int file, int command, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return fcntl(file, command, argument);
}

/* In libc_nonshared.a of glibc 2.5 as well: each object registers under its own name, for the sake of dlclose. */
HIDDEN int atexit(void (*function)(void)) { return __cxa_atexit((void (*)(void *)) function, NULL, __dso_handle); }

#ifndef __x86_64__
/* What position independent code calls, to be spared the way through the global offset table. */
HIDDEN void __stack_chk_fail_local(void) { __stack_chk_fail(); }
#endif
