// Runs Azurite until the supervisor closes its standard input, so that a killed supervisor leaves no Azurite behind.
import { createRequire } from 'node:module';

process.stdin.resume();
process.stdin.on('end', () => process.kill(process.pid, 'SIGINT'));
process.stdin.on('error', () => process.kill(process.pid, 'SIGINT'));
process.stdin.unref?.();

createRequire(import.meta.url)('azurite/dist/src/azurite.js');
