using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Settings;

public sealed class ReadSettings(OwnSettingsStore settings)
{
    [Function(nameof(ReadSettings))]
    [Person(Freshness.Read)]
    [Description("The caller's settings of the web app.")]
    [Answers(200, typeof(SettingsBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me/settings")] HttpRequest request) =>
        HttpAnswer.Json(SettingsBody.Of(await settings.ReadAsync(request.Authority(), request.HttpContext.RequestAborted)));
}
