/* What pages are made of. All words are plain texts; `between backquotes` becomes bold. */
#ifndef GLIM_MANUAL_PAGE_H
#define GLIM_MANUAL_PAGE_H

#include "base/text.h"

void page_begin(struct text *page, const char *name, int section, const char *summary);
void page_heading(struct text *page, const char *title);
/* Paragraphs, parted by blank lines; lines that begin with a blank stay as they are. */
void page_words(struct text *page, const char *words);
/* A term in bold, and indented below it what it means. */
void page_term(struct text *page, const char *term, const char *meaning);
/* One bold line, such as a synopsis. */
void page_line(struct text *page, const char *words);

#endif
