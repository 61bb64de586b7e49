import { createServer } from 'node:http';
import { sendJson } from './http.mjs';

/** Serves, on loopback, each route by its prefix and everything else by the provider, for as long as the supervisor lives. */
export function serve(provider, issuer, port, routes) {
  const standard = provider.callback();
  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url, issuer);
      const route = routes.find(([prefix]) => url.pathname.startsWith(prefix));
      await (route ? route[1](request, response, url) : standard(request, response));
    } catch (error) {
      console.error(error);
      if (!response.headersSent) sendJson(response, error.statusCode ?? 400, { error: error.error ?? 'invalid_request' });
      else response.end();
    }
  });

  function stop() {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  }

  provider.on('server_error', (_, error) => console.error(error));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // The supervisor holds standard input open. When it is killed, this process ends too.
  process.stdin.on('end', stop).on('error', stop).resume();
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
}
