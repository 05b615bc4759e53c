#include "catalog/note.h"

#include <string.h>

enum note { NOTE_SQL = 2, NOTE_ONLY_SQL = 3 };

struct found {
	const char *bytes;
	size_t length;
};

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

static bool is_ours(const GElf_Nhdr *header, const char *name, enum note type)
{
	return header->n_type == type && header->n_namesz == sizeof owner &&
	       memcmp(name, owner, sizeof owner) == 0;
}

static bool find_in(const struct object *object, const GElf_Phdr *segment, enum note type,
		    struct found *found)
{
	Elf_Data *data = object_table(object, segment->p_vaddr, segment->p_filesz,
				      segment->p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
	size_t at = 0, next, name, begin;
	GElf_Nhdr header;

	while (data && (next = gelf_getnote(data, at, &header, &name, &begin)) > 0) {
		const char *bytes = data->d_buf;

		*found = (struct found){ bytes + begin, header.n_descsz };
		if (is_ours(&header, bytes + name, type))
			return true;
		at = next;
	}
	return false;
}

static bool find(const struct object *object, enum note type, struct found *found)
{
	for (size_t i = 0; i < object->note_count; i++)
		if (find_in(object, &object->notes[i], type, found))
			return true;
	return false;
}

bool note_texts(const struct object *object, const char **site, const char **text)
{
	struct found found;

	return find(object, NOTE_SQL, &found) && cut_texts(found.bytes, found.length, site, text);
}

bool note_only_sql(const struct object *object)
{
	struct found found;

	return find(object, NOTE_ONLY_SQL, &found);
}
