#include "catalog/note.h"

#include <string.h>

enum { NOTE_SQL = 2 };

static const char owner[] = "GLIM";

/* Two texts, each with its NUL, and nothing behind them. */
static bool cut_texts(const char *bytes, size_t length, const char **site, const char **text)
{
	const size_t first = strnlen(bytes, length);
	size_t rest;

	if (first == length)
		return false;
	*site = bytes;
	*text = bytes + first + 1;
	rest = length - first - 1;
	return rest && strnlen(*text, rest) == rest - 1;
}

static bool is_ours(const GElf_Nhdr *header, const char *name)
{
	return header->n_type == NOTE_SQL && header->n_namesz == sizeof owner &&
	       memcmp(name, owner, sizeof owner) == 0;
}

static bool read_segment(const struct object *object, const GElf_Phdr *segment, const char **site,
			 const char **text)
{
	Elf_Data *data = object_table(object, segment->p_vaddr, segment->p_filesz,
				      segment->p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
	size_t at = 0, next, name, begin;
	GElf_Nhdr header;

	while (data && (next = gelf_getnote(data, at, &header, &name, &begin)) > 0) {
		const char *bytes = data->d_buf;

		if (is_ours(&header, bytes + name) &&
		    cut_texts(bytes + begin, header.n_descsz, site, text))
			return true;
		at = next;
	}
	return false;
}

bool note_texts(const struct object *object, const char **site, const char **text)
{
	for (size_t i = 0; i < object->note_count; i++)
		if (read_segment(object, &object->notes[i], site, text))
			return true;
	return false;
}
