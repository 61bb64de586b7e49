// Slack's own client and its ChatStreamer speak to the address given, as an app of theirs would.
import { LogLevel, WebClient } from '@slack/web-api';

const [slackApiUrl, token, channel, thread, user, team] = process.argv.slice(2);
const client = new WebClient(token, { slackApiUrl, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } });

const self = await client.auth.test();
const posted = await client.chat.postMessage({
  channel,
  thread_ts: thread,
  text: 'from the official client',
  metadata: { event_type: 'peer', event_payload: { key: 'k1' } },
  unfurl_links: false,
});
const members = [];
for await (const page of client.paginate('conversations.members', { channel, limit: 1 })) members.push(...page.members);
const replies = await client.conversations.replies({ channel, ts: thread, include_all_metadata: true });
await client.agents.sessions.setStatus({ channel_id: channel, thread_ts: thread, status: 'processing' });

const streamer = client.chatStream({ channel, thread_ts: thread, recipient_user_id: user, recipient_team_id: team }, { buffer_size: 10 });
await streamer.append({ markdown_text: 'streamed by ' });
await streamer.append({ chunks: [{ type: 'task_update', id: 't1', title: 'look', status: 'complete' }] });
await streamer.append({ markdown_text: 'the ChatStreamer' });
await streamer.stop({ session_status: 'active' });

let refusal = '';
try {
  await client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' });
} catch (error) {
  refusal = error.data.error;
}

process.stdout.write(JSON.stringify({ bot: self.bot_id, ts: posted.ts, members, keys: replies.messages.map((one) => one.metadata?.event_payload?.key ?? null), stream: streamer.ts, refusal }));
