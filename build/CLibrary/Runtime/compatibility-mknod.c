/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * glibc 2.5 has mknod under another name.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#define HIDDEN __attribute__((visibility("hidden")))

/* _MKNOD_VER of the platform's <bits/stat.h> in glibc 2.5. */
#ifdef __x86_64__
#define MKNOD_VERSION 0
#else
#define MKNOD_VERSION 1
#endif

extern int __xmknod(int, const char *, unsigned int, unsigned long long *);

HIDDEN int mknod(const char *path, unsigned int mode, unsigned long long device) { return __xmknod(MKNOD_VERSION, path, mode, &device); }
