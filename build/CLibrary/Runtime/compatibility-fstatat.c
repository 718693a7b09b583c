/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * glibc 2.5 has fstatat under another name.
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

extern int __fxstatat(int, int, const char *, struct stat *, int);
extern int __fxstatat64(int, int, const char *, struct stat64 *, int);

HIDDEN int fstatat(int folder, const char *path, struct stat *to, int flags) { return __fxstatat(STAT_VERSION, folder, path, to, flags); }
HIDDEN int fstatat64(int folder, const char *path, struct stat64 *to, int flags) { return __fxstatat64(STAT_VERSION, folder, path, to, flags); }
