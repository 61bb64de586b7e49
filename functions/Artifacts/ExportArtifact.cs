using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Exports an artifact as a file, without content that is locked for the caller. No request runs.</summary>
public sealed class ExportArtifact(ArtifactRequests requests, ArtifactViews views)
{
    [Function(nameof(ExportArtifact))]
    [Person(Freshness.Read)]
    [Description("An artifact as a file, with what the caller may see.")]
    [Query("format", "csv, json (default) or md")]
    [Answers(200, typeof(ArtifactBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/export")] HttpRequest request, string id) =>
        requests.AnswerAsync(request, id, async (me, live, cancellation) =>
        {
            var body = (await views.RenderAsync(me, live, live.State, cancellation)).Body([]);
            var format = request.Query["format"].ToString();
            if (format is not ("" or "json" or "csv" or "md"))
                return Problem.BadRequest("format", "format is csv, json or md.");
            request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{live.Head.Id}.{(format.Length == 0 ? "json" : format)}\"";
            return format switch
            {
                "csv" => Results.Text(ArtifactText.Csv(body), "text/csv", Encoding.UTF8),
                "md" => Results.Text(ArtifactText.Markdown(body), "text/markdown", Encoding.UTF8),
                _ => HttpAnswer.Json(body),
            };
        });
}
