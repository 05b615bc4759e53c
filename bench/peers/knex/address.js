// The rule of floor/address.h.
const { createHash } = require('crypto');

exports.coded = ({ id, email }) => {
	const [local, domain] = email.replaceAll(' ', '').toLowerCase().split('@');
	const normal = local.split('+')[0].replaceAll('.', '') + '@' +
		(domain === 'googlemail.com' ? 'gmail.com' : domain);
	return { id, normal, hash: createHash('sha256').update(normal).digest('hex') };
};
