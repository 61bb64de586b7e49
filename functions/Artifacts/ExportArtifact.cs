using System.Collections.Immutable;
using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Artifacts.Blocks;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Exports an artifact as a file, without content that is locked for the caller. As text or as a table, requests that the caller wrote or agreed
/// to run as the caller, with the usual values of the parameters. JSON has the definition alone, and nothing runs.
/// </summary>
public sealed class ExportArtifact(ArtifactRequests requests, ArtifactViews views, RequestRuns runs, ThreadStore threads)
{
    private const int LongestName = 80;

    [Function(nameof(ExportArtifact))]
    [Person(Freshness.Read)]
    [Description("An artifact as a file, with what the caller may see. Its requests run as the caller, where the caller has agreed to them.")]
    [Query("format", "csv, json (default) or md")]
    [Answers(200, typeof(ArtifactBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/export")] HttpRequest request, string id) =>
        requests.AnswerAsync(request, id, async (me, live, cancellation) =>
        {
            var format = request.Query["format"].ToString();
            if (format is not ("" or "json" or "csv" or "md"))
                return Problem.BadRequest("format", "format is csv, json or md.");
            var shown = await views.RenderAsync(me, live, live.State, cancellation);
            var body = shown.Body([]);
            request.HttpContext.Response.Headers.ContentDisposition = Disposition(body.Title, live.Head.Id.Value, format.Length == 0 ? "json" : format);
            if (format is "" or "json")
                return HttpAnswer.Json(body);
            var text = new ArtifactText(body, await NamesAsync(me, live, cancellation), await ResultsAsync(me, live, shown, cancellation));
            return format is "csv" ? Results.Text(text.Csv(), "text/csv", Encoding.UTF8) : Results.Text(text.Markdown(), "text/markdown", Encoding.UTF8);
        });

    /// <summary>Names the file by the title. Browsers without RFC 6266 <c>filename*</c> get the id.</summary>
    private static string Disposition(string title, string id, string format)
    {
        var kept = title.Where(static c => !char.IsControl(c) && !@"/\:*?""<>|".Contains(c, StringComparison.Ordinal)).Take(LongestName);
        var name = string.Concat(kept).Trim(' ', '.');
        if (name.Length > 0 && char.IsHighSurrogate(name[^1]))
            name = name[..^1];
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{(name.Length == 0 ? id : name)}.{format}");
        return disposition.ToString();
    }

    /// <summary>Returns the names of the people whom this reader sees by name: the artifact's editors, and the members of its thread if they are one.</summary>
    private async Task<Dictionary<string, string>> NamesAsync(Authority me, LiveArtifact live, CancellationToken cancellation)
    {
        var names = live.State.People
            .Where(static one => one.Value.Length > 0)
            .ToDictionary(static one => one.Key.Value, static one => one.Value, StringComparer.Ordinal);
        if ((live.Head.Thread ?? live.Head.Home) is { } thread && await threads.FindMemberAsync(me.Subject.Id, thread, cancellation) is not null)
        {
            foreach (var member in await threads.MembersAsync(thread, cancellation))
                names[member.Subject.Value] = member.Name;
        }

        return names;
    }

    /// <summary>Runs the requests one after another: each is a query of the caller.</summary>
    private async Task<Dictionary<string, ExportedResult>> ResultsAsync(
        Authority me, LiveArtifact live, ArtifactRendering shown, CancellationToken cancellation)
    {
        var results = new Dictionary<string, ExportedResult>(StringComparer.Ordinal);
        RequestValues.Read(live.State.Parameters, null, out var values);
        foreach (var held in shown.Blocks.Where(held => held.Block.Type is BlockType.Request && shown.IsOpen(held)))
        {
            var hash = RequestHash.Of(live.Head.Id, held.Block, live.State.Parameters)!;
            results[held.Block.Id] = await runs.MayAsync(me, live, held, hash, cancellation)
                ? ExportedResult.Of((await runs.RunAsync(me, live, held, values, cancellation)).Result, RequestRuns.IsOwn(me, held))
                : ExportedResult.NotAgreed;
        }

        return results;
    }
}
