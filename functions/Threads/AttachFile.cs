using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>POST /api/threads/{id}/files</c>: uploads a file for an unsent message. Until the message is sent, only the uploader can access it. The
/// name is sent in a header, because servers log URLs.
/// </summary>
public sealed class AttachFile(ThreadStore threads, FileStore files, FileTexts texts, FileLimits limits, OwnMessages own, OwnHand hand)
{
    private const string NameHeader = "x-file-name";

    [Function(nameof(AttachFile))]
    [Person(Freshness.Now, LargestBody = AttachedFile.MostBytes)]
    [Description(
        "Keeps a file for a message that is not sent yet: the body is the file, the header x-file-name has its name, percent-encoded. Its content says what it is: PNG, JPEG, GIF, WebP, PDF, CSV or text in UTF-8."
    )]
    [Takes(MediaType = "application/octet-stream")]
    [Answers(201, typeof(FileBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/threads/{id}/files")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var uploader = request.Authority();
        if (!ThreadId.TryParse(id, out var thread) || await threads.FindWithMembersAsync(uploader.Subject.Id, thread, cancellation) is not { } found)
            return Problem.NotFound();
        if (found.IsBehindDoor)
            return Problem.Conflict(
                "in-slack", "This conversation is in Slack: a file would be open to everybody who comes into the channel. Attach it in another conversation.");
        if (own.Refuses(uploader) is { } wait)
            return OwnMessages.TooMany(wait);
        if (await RawBody.ReadAsync(request, AttachedFile.MostBytes) is not { } content)
            return Problem.TooLarge(AttachedFile.MostBytes);
        return FileCheck.Of(Uri.UnescapeDataString(request.Headers[NameHeader].ToString()), content.Span) switch
        {
            FileCheck.Known known => await KeepAsync(uploader, thread, known, content),
            FileCheck.Refused refused => Problem.BadRequest(refused.Code, refused.Sentence),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Not cancelled when the client disconnects.</summary>
    private async Task<IResult> KeepAsync(Authority uploader, ThreadId thread, FileCheck.Known known, ReadOnlyMemory<byte> content)
    {
        var text = await texts.ReadAsync(known.Type, content, CancellationToken.None);
        var kept = await hand.RecordAsync(
            Entry(uploader, thread, "attach", new { known.Name, Type = known.Type.MediaType, Size = content.Length, Sha256 = FileStore.Digest(content.Span) }),
            () => files.AddAsync(uploader.Subject.Id, thread, known, content, (text as FileText.Found)?.Text, CancellationToken.None),
            static addition => addition switch
            {
                FileAddition.TooManyUnsent => "too-many-unsent",
                FileAddition.Full => "files-full",
                _ => null,
            },
            CancellationToken.None);
        return kept switch
        {
            FileAddition.Stored(var file) => HttpAnswer.Created(FileBody.Of(file) with { Note = (text as FileText.Missing)?.Sentence }),
            FileAddition.TooManyUnsent => Problem.Conflict(
                "unsent-files",
                $"You have {FileStore.MostUnsent} files in this conversation that are not sent. Send or remove some; what is not sent is deleted after a day."),
            FileAddition.Full full => Problem.Conflict("files-full", Full(full)),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private string Full(FileAddition.Full full) => string.Create(CultureInfo.InvariantCulture,
            $"You have {full.Files} files that take {Math.Round(full.Bytes / (1024.0 * 1024))} MB. Each person can have {FileLimits.FilesOfPerson} files and {limits.MegabytesOfPerson} MB here. Delete messages whose files you no longer need, then attach this one again."
        );

    internal static AuditEntry Entry(Authority person, ThreadId thread, string operation, object details) => new()
    {
        CallId = $"{AuditAction.File}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(person.Subject),
        Act = Act.Human,
        Action = AuditAction.File,
        Decision = AuditDecision.Allowed,
        ThreadId = thread.Value,
        Resource = AuditResource.Of(thread.Value),
        Shape = operation,
        Details = JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
    };
}
