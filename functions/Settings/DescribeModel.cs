using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Health;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Turns;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Functions.Settings;

/// <summary>Returns the configured model and its host, since every person may know where their questions are sent.</summary>
public sealed class DescribeModel(ModelClient model, ModelReports reports, AuditScopes scopes)
{
    [Function(nameof(DescribeModel))]
    [Person(Freshness.Read)]
    [Description("Which model answers, and where its requests go.")]
    [Answers(200, typeof(ModelBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/model")] HttpRequest request) =>
        HttpAnswer.Json(new ModelBody(
                model.IsConfigured,
                model.Name,
                model.Host,
                model.IsAzure,
                model.IsConfigured ? (await reports.LatestAsync())?.Sentence : null,
                scopes.IsAuditor(request.Authority())));
}

/// <param name="Host">The host that receives the requests; null without a model.</param>
/// <param name="Azure">True for a deployment of Azure OpenAI.</param>
/// <param name="Note">The result of the latest check; null while the first one runs.</param>
/// <param name="Auditor">True if the caller is an auditor. The web app then shows how to connect a model.</param>
internal sealed record ModelBody(bool Configured, string? Name, string? Host, bool Azure, string? Note, bool Auditor);
