int run(void *ctx);
int of_the_library(void);

int run(void *ctx)
{
	return ctx != 0;
}

int of_the_library(void)
{
	return 1;
}
