#include "overview/drift.h"

#include "catalog/archive.h"

bool drift_found(const struct record *record, const struct entry *entry)
{
	const char *source = entry->facts.source_checksum;
	struct error unreadable = { 0 };
	char checksum[65];

	if (record->source_checksum && source)
		return plan_drifted(record, source, NULL);
	if (!record->checksum)
		return false;
	if (!catalog_checksum(entry->path, checksum, &unreadable)) {
		error_finish(&unreadable);
		return false;
	}
	return plan_drifted(record, source, checksum);
}

struct plan_look drift_look(void *catalog, const struct record *record, struct entry *deployed)
{
	struct plan_look look = { 0 };

	if (deployed) {
		catalog_inspect(catalog, deployed);
		look.drifted = drift_found(record, deployed);
	}
	if (!deployed || look.drifted)
		look.archived = archive_find(catalog, record->name, record->checksum);
	return look;
}
