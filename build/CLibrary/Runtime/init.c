/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What glibc 2.5 calls before main, and after it. Its dynamic linker runs DT_PREINIT_ARRAY, DT_FINI_ARRAY and DT_FINI
 * of a program, but leaves DT_INIT and DT_INIT_ARRAY to the program itself.
 */
typedef void function(int, char **, char **);

extern function *__init_array_start[] __attribute__((visibility("hidden")));
extern function *__init_array_end[] __attribute__((visibility("hidden")));
extern void _init(void) __attribute__((visibility("hidden")));

__attribute__((visibility("hidden"))) void program_init(int argc, char **argv, char **envp)
{
	_init();
	for (function **each = __init_array_start; each != __init_array_end; each++)
		(*each)(argc, argv, envp);
}

__attribute__((visibility("hidden"))) void program_fini(void)
{
}
