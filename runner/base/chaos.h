/*
 * Places at which a test may end or stop the runner; nothing at all in a normal build. In one with
 * -DGLIM_CHAOS the environment says where: GLIM_CHAOS=NAME:N[:stop|:late:MICROSECONDS], the N-th
 * passage of the place NAME, or of any place where NAME is `any`.
 */
#ifndef GLIM_BASE_CHAOS_H
#define GLIM_BASE_CHAOS_H

#ifdef GLIM_CHAOS
#define CHAOS_POINT(name) chaos_pass(name)
void chaos_pass(const char *name);
#else
#define CHAOS_POINT(name) ((void)0)
#endif

#endif
