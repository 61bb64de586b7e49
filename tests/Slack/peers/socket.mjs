// Slack's own Socket Mode client: says the text of each mention, until its input ends.
import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel } from '@slack/web-api';

const [slackApiUrl, appToken] = process.argv.slice(2);
const client = new SocketModeClient({ appToken, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl } });
client.on('app_mention', async ({ event, ack }) => {
  await ack();
  process.stdout.write(`${event.text}\n`);
});
await client.start();
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
