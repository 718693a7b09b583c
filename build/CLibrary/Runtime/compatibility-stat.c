/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * glibc 2.5 has stat and its kin under other names.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#define HIDDEN __attribute__((visibility("hidden")))

struct stat;
struct stat64;

/* The layout of struct stat that is asked for: _STAT_VER of the platform's <bits/stat.h> in glibc 2.5. */
#ifdef __x86_64__
#define STAT_VERSION 1
#else
#define STAT_VERSION 3
#endif

extern int __xstat(int, const char *, struct stat *);
extern int __lxstat(int, const char *, struct stat *);
extern int __fxstat(int, int, struct stat *);
extern int __xstat64(int, const char *, struct stat64 *);
extern int __lxstat64(int, const char *, struct stat64 *);
extern int __fxstat64(int, int, struct stat64 *);

HIDDEN int stat(const char *path, struct stat *to) { return __xstat(STAT_VERSION, path, to); }
HIDDEN int lstat(const char *path, struct stat *to) { return __lxstat(STAT_VERSION, path, to); }
HIDDEN int fstat(int file, struct stat *to) { return __fxstat(STAT_VERSION, file, to); }
HIDDEN int stat64(const char *path, struct stat64 *to) { return __xstat64(STAT_VERSION, path, to); }
HIDDEN int lstat64(const char *path, struct stat64 *to) { return __lxstat64(STAT_VERSION, path, to); }
HIDDEN int fstat64(int file, struct stat64 *to) { return __fxstat64(STAT_VERSION, file, to); }
