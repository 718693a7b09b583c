/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ends of _init and _fini.
 */
	.section .init, "ax", @progbits
#ifdef __x86_64__
	addq $8, %rsp
#else
	addl $12, %esp
#endif
	ret

	.section .fini, "ax", @progbits
#ifdef __x86_64__
	addq $8, %rsp
#else
	addl $12, %esp
#endif
	ret
	.section .note.GNU-stack, "", @progbits
