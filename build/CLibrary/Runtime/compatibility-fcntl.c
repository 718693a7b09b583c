/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Today's headers call fcntl by a name that glibc 2.5 lacks.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#include <stdarg.h>

#define HIDDEN __attribute__((visibility("hidden")))

extern int fcntl(int, int, ...);

/* fcntl of glibc 2.5 already makes the 64-bit system call for the 64-bit locks. */
HIDDEN int fcntl64(int file, int command, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return fcntl(file, command, argument);
}
