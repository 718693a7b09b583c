/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The oldest kernel that the program runs on, as glibc 2.5 of CentOS 5 marks its own: Linux 2.6.9.
 */
	.section ".note.ABI-tag", "a", @note
	.balign 4
	.long 4, 16, 1
	.asciz "GNU"
	.long 0, 2, 6, 9
	.section .note.GNU-stack, "", @progbits
