// A row at a time.
const { coded } = require('../address.js');

exports.up = async (knex) => {
	for (const row of await knex('people').select('id', 'email')) {
		const { normal, hash } = coded(row);
		await knex('people').where({ id: row.id }).update({ normal, hash });
	}
};
exports.down = async () => {};
