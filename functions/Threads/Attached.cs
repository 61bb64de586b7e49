using System.Collections.Immutable;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>Finds the files of a new message: unsent uploads of the speaker in this thread.</summary>
public sealed class Attached(FileStore files, MessageStore messages)
{
    internal async Task<Result> FindAsync(Authority speaker, ThreadId thread, IReadOnlyList<string>? given, ClientId? clientId, CancellationToken cancellation)
    {
        if (given is null or { Count: 0 })
            return new Result.Found([], null);
        if (given.Count > AttachedFile.MostInMessage)
            return new Result.Refused(
                Problem.BadRequest("files", $"A message has at most {AttachedFile.MostInMessage} files. Remove some, or send them with a second message."));
        FileId[] ids =
        [
            .. given.Select(static text => FileId.TryParse(text, out var id) ? id : default).Where(id => id != default && id.Thread == thread).Distinct(),
        ];
        var found = await files.FindUnsentAsync(speaker.Subject.Id, ids, cancellation);
        if (found.Length == given.Count)
            return new Result.Found(found, NamesOf(found.Select(static one => one.File)));
        // A retry: the first attempt has already attached the files to the message.
        return clientId is { } sent && await messages.FindSentAsync(speaker.Subject.Id, thread, sent, cancellation) is { } earlier
            ? new Result.Found([], NamesOf(earlier.Files))
            : new Result.Refused(
                Problem.BadRequest(
                    "unknown-file", "A file is no longer here: it was sent or removed, or waited for more than a day. Remove it and attach it again."));
    }

    private static string NamesOf(IEnumerable<AttachedFile> files) => string.Join(", ", files.Select(static file => file.Name));

    internal abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Names">The joined names of the files, which a client may send as the text; null without files.</param>
        public sealed record Found(ImmutableArray<UnsentFile> Files, string? Names) : Result
        {
            private const string FilesAlone = "Files attached.";

            /// <summary>
            /// Returns the text of the message. A text that only repeats the file names is replaced, because the speaker may not have chosen
            /// those names.
            /// </summary>
            public string TextOf(string given) => Names is { } names && (string.IsNullOrWhiteSpace(given) || given.Trim() == names) ? FilesAlone : given;
        }

        public sealed record Refused(Problem Problem) : Result;
    }
}
