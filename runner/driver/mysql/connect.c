#include "session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/memory.h"

enum { CONNECT_SECONDS = 10, PORT = 3306 };

/* A dead network is noticed within half a minute, not after two hours. */
static const struct {
	int level, name, value;
} socket_options[] = {
	{ SOL_SOCKET, SO_KEEPALIVE, 1 },          { IPPROTO_TCP, TCP_KEEPIDLE, 15 },
	{ IPPROTO_TCP, TCP_KEEPINTVL, 5 },        { IPPROTO_TCP, TCP_KEEPCNT, 3 },
	{ IPPROTO_TCP, TCP_USER_TIMEOUT, 30000 },
};

static void keep_alive(MYSQL *mysql)
{
	int fd = mysql_get_socket(mysql);

	for (size_t i = 0; i < sizeof socket_options / sizeof *socket_options; i++)
		setsockopt(fd, socket_options[i].level, socket_options[i].name,
			   &socket_options[i].value, sizeof socket_options[i].value);
}

static bool is_directory(const char *path)
{
	struct stat file;

	return stat(path, &file) == 0 && S_ISDIR(file.st_mode);
}

/* The socket to use: configured, or a host that is a path; NULL is the library's own. */
static char *socket_path(const struct driver_settings *settings)
{
	const char *path = settings->socket;

	if (!path && settings->host && settings->host[0] == '/')
		path = settings->host;
	if (!path)
		return NULL;
	return is_directory(path) ? memory_format("%s/mysqld.sock", path) : memory_copy(path);
}

/* "localhost" is the socket, as everywhere with this database, unless a port is given. */
static bool is_local(const struct driver_settings *settings)
{
	const char *host = settings->host;

	if (settings->socket || (host && host[0] == '/'))
		return true;
	return !settings->port && (!host || strcmp(host, "localhost") == 0);
}

/*
 * Over a network without TLS only a proof of the password may travel. The library would send the
 * password itself to whoever asks for it in the server's name, or lock it with a key that it was
 * sent the moment before (caching_sha2_password, the default of MySQL 8).
 */
static void forbid_passwords(MYSQL *mysql)
{
	mysql_optionsv(mysql, MYSQL_DEFAULT_AUTH, "mysql_native_password");
	mysql_optionsv(mysql, MARIADB_OPT_RESTRICTED_AUTH,
		       "mysql_native_password,client_ed25519,auth_gssapi_client,parsec");
}

static void set_tls(MYSQL *mysql, const struct driver_settings *settings)
{
	my_bool verify = settings->ssl && settings->ssl_verify;
	my_bool enforce = settings->ssl;

	if (!settings->ssl && !is_local(settings))
		forbid_passwords(mysql);

	mysql_optionsv(mysql, MYSQL_OPT_SSL_ENFORCE, &enforce);
	mysql_optionsv(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
	if (!settings->ssl)
		return;
	if (settings->ssl_ca)
		mysql_optionsv(mysql, MYSQL_OPT_SSL_CA, settings->ssl_ca);
	if (settings->ssl_cert)
		mysql_optionsv(mysql, MYSQL_OPT_SSL_CERT, settings->ssl_cert);
	if (settings->ssl_key)
		mysql_optionsv(mysql, MYSQL_OPT_SSL_KEY, settings->ssl_key);
}

static void set_options(MYSQL *mysql, const struct driver_settings *settings, unsigned int patience)
{
	unsigned int seconds = settings->connect_timeout > 0
				       ? (unsigned int)settings->connect_timeout
				       : CONNECT_SECONDS;
	unsigned int protocol = is_local(settings) ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
	unsigned int infile = 0;
	my_bool no = 0;

	if (patience) {
		seconds = patience;
		mysql_optionsv(mysql, MYSQL_OPT_READ_TIMEOUT, &patience);
		mysql_optionsv(mysql, MYSQL_OPT_WRITE_TIMEOUT, &patience);
	}
	mysql_optionsv(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
	mysql_optionsv(mysql, MYSQL_OPT_PROTOCOL, &protocol);
	mysql_optionsv(mysql, MYSQL_OPT_LOCAL_INFILE, &infile);
	mysql_optionsv(mysql, MYSQL_OPT_RECONNECT, &no);
	mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "glim");
	set_tls(mysql, settings);
}

/* The library connects in plain text to a server without TLS, whatever it was asked. */
static bool check_tls(MYSQL *mysql, const struct driver_settings *settings, struct failure *failure)
{
	if (!settings->ssl || mysql_get_ssl_cipher(mysql))
		return true;
	failure_set(failure, FAILURE_REFUSED, 0,
		    "the server does not speak TLS, and \"ssl\" is configured");
	failure->hint = memory_copy("switch TLS on in the server, or take \"ssl\" away");
	return false;
}

static bool open_connection(MYSQL *mysql, const struct driver_settings *settings,
			    struct failure *failure)
{
	char *path = socket_path(settings);
	bool local = is_local(settings);
	unsigned int port = settings->port ? (unsigned int)settings->port : PORT;
	MYSQL *done = mysql_real_connect(mysql, local ? NULL : settings->host, settings->user,
					 settings->password, settings->schema, local ? 0 : port,
					 path, settings->reading ? 0 : CLIENT_MULTI_STATEMENTS);

	free(path);
	if (!done)
		return native_failure(NATIVE_CONNECTING, mysql_errno(mysql), mysql_sqlstate(mysql),
				      mysql_error(mysql), failure);
	if (mysql->passwd)
		explicit_bzero(mysql->passwd, strlen(mysql->passwd));
	if (!local)
		keep_alive(mysql);
	return check_tls(mysql, settings, failure);
}

MYSQL *mysql_connect(const struct driver_settings *settings, unsigned int patience,
		     struct failure *failure)
{
	MYSQL *mysql = mysql_init(NULL);

	if (!mysql) {
		failure_set(failure, FAILURE_CONNECT, 0, "out of memory");
		return NULL;
	}
	set_options(mysql, settings, patience);
	if (open_connection(mysql, settings, failure))
		return mysql;
	mysql_close(mysql);
	return NULL;
}
