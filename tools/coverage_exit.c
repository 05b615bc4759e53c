/*
 * For the coverage build only, linked with --wrap=_exit: what a process reached is written down
 * before it leaves by _exit(), as plugin processes do.
 */
void __gcov_dump(void);
__attribute__((noreturn)) void __real__exit(int status);
__attribute__((noreturn)) void __wrap__exit(int status);

void __wrap__exit(int status)
{
	__gcov_dump();
	__real__exit(status);
}
