/* What LLVM's unwinder of Debian asks glibc for, for a program with musl: it writes a message
   before it gives up. */
#include <stdarg.h>
#include <stdio.h>

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    (void)flag;
    int n = vfprintf(file, format, rest);
    va_end(rest);
    return n;
}
