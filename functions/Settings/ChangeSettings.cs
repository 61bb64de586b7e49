using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Settings;

public sealed class ChangeSettings(OwnSettingsStore settings)
{
    [Function(nameof(ChangeSettings))]
    [Person(Freshness.Read)]
    [Description("Changes the settings that are given; an empty text gives a choice back to the browser.")]
    [Takes(typeof(SettingsBody))]
    [Answers(200, typeof(SettingsBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/me/settings")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<SettingsBody>(request)).Is(out var wanted, out var problem))
            return problem;
        if (wanted.Fault() is var (slug, sentence))
            return Problem.BadRequest(slug, sentence);
        var me = request.Authority();
        await settings.ChangeAsync(me, wanted.Change(), CancellationToken.None);
        return HttpAnswer.Json(SettingsBody.Of(await settings.ReadAsync(me, request.HttpContext.RequestAborted)));
    }
}
