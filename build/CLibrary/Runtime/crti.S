/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The beginnings of _init and _fini; the compiler's crtbegin.o may add to them, crtn.o ends them.
 */
	.section .init, "ax", @progbits
	.globl _init
	.hidden _init
	.type _init, @function
_init:
#ifdef __x86_64__
	subq $8, %rsp
#else
	subl $12, %esp
#endif

	.section .fini, "ax", @progbits
	.globl _fini
	.hidden _fini
	.type _fini, @function
_fini:
#ifdef __x86_64__
	subq $8, %rsp
#else
	subl $12, %esp
#endif
	.section .note.GNU-stack, "", @progbits
