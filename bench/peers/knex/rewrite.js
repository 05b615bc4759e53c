// Page by page, written back by INSERT .. ON DUPLICATE KEY UPDATE.
const { coded } = require('../address.js');

exports.up = async (knex) => {
	const size = knex.client.config.client === 'better-sqlite3' ? 100 : 5000;
	for (let last = 0, rows; ; last = rows[rows.length - 1].id) {
		rows = await knex('people').select('id', 'email').where('id', '>', last).orderBy('id').limit(size);
		if (!rows.length)
			return;
		await knex('people').insert(rows.map((row) => ({ ...coded(row), email: row.email })))
			.onConflict('id').merge(['normal', 'hash']);
	}
};
exports.down = async () => {};
