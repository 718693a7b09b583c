/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In libc_nonshared.a of glibc 2.5 as well.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden")))

extern int __cxa_atexit(void (*)(void *), void *, void *);
extern void *__dso_handle HIDDEN;

/* Each object registers under its own name, for the sake of dlclose. */
HIDDEN int atexit(void (*function)(void)) { return __cxa_atexit((void (*)(void *)) function, NULL, __dso_handle); }
