/* The works of the floor; each database has its own. Each takes how many and the plugin directory,
 * uses what it needs, and ends the program on every failure. */
#ifndef BENCH_WORKS_H
#define BENCH_WORKS_H

void work_idle(long count, const char *directory);
void work_status(long count, const char *directory);
void work_rows(long count, const char *directory);
void work_rows_packet(long count, const char *directory);
void work_rows_process(long count, const char *directory);
void work_rows_batch(long count, const char *directory);
void work_rows_batch_process(long count, const char *directory);
void work_rows_down(long count, const char *directory);
void work_tables(long count, const char *directory);
void work_tables_journal(long count, const char *directory);
void work_tables_history(long count, const char *directory);
void work_tables_down(long count, const char *directory);
void work_tables_down_journal(long count, const char *directory);
void work_tables_down_history(long count, const char *directory);
void work_rewrite(long count, const char *directory);
void work_copy(long count, const char *directory);

#endif
