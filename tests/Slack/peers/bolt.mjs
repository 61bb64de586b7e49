// Bolt's receiver as it is, on a free port of loopback: says the port, then answers until its input ends.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const [signingSecret] = process.argv.slice(2);
const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
const app = new App({ receiver, logLevel: LogLevel.ERROR, authorize: async () => ({ botToken: 'xoxb-peer', botId: 'B1', botUserId: 'U1' }) });
app.event('app_mention', async () => {});
const server = await app.start({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${server.address().port}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
