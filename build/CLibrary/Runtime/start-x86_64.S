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
	movq %rdx, %r9			/* the dynamic linker's own exit function */
	popq %rsi			/* argc */
	movq %rsp, %rdx			/* argv */
	andq $-16, %rsp
	pushq %rax			/* fills up to the alignment */
	pushq %rsp			/* stack_end */
	leaq program_fini(%rip), %r8
	leaq program_init(%rip), %rcx
	movq main@GOTPCREL(%rip), %rdi
	call __libc_start_main@PLT
	hlt
	.size _start, .-_start

	.hidden program_init
	.hidden program_fini
	.section .note.GNU-stack, "", @progbits
