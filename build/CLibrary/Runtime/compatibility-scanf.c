/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Today's headers call the scanf of C99 by a name that glibc 2.5 lacks.
 * Hidden, so that nothing of it is exported; an object of its own, so that what is not called draws nothing in.
 */
#include <stdarg.h>

#define HIDDEN __attribute__((visibility("hidden")))

extern int vsscanf(const char *, const char *, va_list);
extern int vfscanf(void *, const char *, va_list);
extern int vscanf(const char *, va_list);

/*
 * C99's scanf: %a is a number there, and "allocate" in the scanf of glibc 2.5. A format that holds %a, %as or %a[ would
 * be read otherwise; iptables has none, in 1.4.8 as in 1.8.9.
 */
HIDDEN int __isoc99_sscanf(const char *text, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vsscanf(text, format, arguments);
	va_end(arguments);
	return result;
}

HIDDEN int __isoc99_fscanf(void *file, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vfscanf(file, format, arguments);
	va_end(arguments);
	return result;
}

HIDDEN int __isoc99_scanf(const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = vscanf(format, arguments);
	va_end(arguments);
	return result;
}
