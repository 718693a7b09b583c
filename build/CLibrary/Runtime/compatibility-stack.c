/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In libc_nonshared.a of glibc 2.5 as well.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#define HIDDEN __attribute__((visibility("hidden")))

extern void __stack_chk_fail(void) __attribute__((noreturn));

/* What position independent i386 code calls, to be spared the way through the global offset table. */
extern void __stack_chk_fail_local(void);
HIDDEN void __stack_chk_fail_local(void) { __stack_chk_fail(); }
