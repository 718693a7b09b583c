/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the kernel enters a program. It hands __libc_start_main the init function that glibc 2.5 expects of the
 * program itself; the start file of glibc 2.34 and later hands it none, and the program's constructors would not run.
 * Position independent, so that it serves as crt1.o and as Scrt1.o.
 */
	.text
	.globl _start
	.type _start, @function
_start:
	xorl %ebp, %ebp
	popl %esi			/* argc */
	movl %esp, %ecx			/* argv */
	andl $-16, %esp			/* the ABI's alignment, kept by the eight words pushed below */
	pushl %eax			/* fills up to the alignment */
	pushl %esp			/* stack_end */
	pushl %edx			/* the dynamic linker's own exit function */
	call 1f
1:	popl %ebx
	addl $_GLOBAL_OFFSET_TABLE_+[.-1b], %ebx
	leal program_fini@GOTOFF(%ebx), %eax
	pushl %eax
	leal program_init@GOTOFF(%ebx), %eax
	pushl %eax
	pushl %ecx
	pushl %esi
	pushl main@GOT(%ebx)
	call __libc_start_main@PLT
	hlt
	.size _start, .-_start

	.hidden program_init
	.hidden program_fini
	.section .note.GNU-stack, "", @progbits
