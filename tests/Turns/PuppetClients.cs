using System.Text.Json;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>Model clients of a puppet server, and their requests.</summary>
internal static class PuppetClients
{
    private static readonly ModelTool[] Tools = [new("describe_data", "Describes.", BinaryData.FromString("""{"type":"object"}"""))];

    public static ModelClient Client(this Puppet puppet, ILogger<ModelClient> log, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("OPENAI_BASE_URL", puppet.BaseUrl), new("OPENAI_API_KEY", Puppet.ApiKey), new("MODEL", "odd"), new("ONBEHALF_MODEL_SECONDS", "30"),
            .. settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ]).Build();
        var limits = AgentLimits.From(configuration);
        var credential = DelegatedTokenCredential.Create(static (_, _) => throw new NotSupportedException());
        var endpoint = ModelEndpoint.Connect(configuration, limits.ModelCall, credential);
        return new(endpoint, limits, ModelOptions.Read(configuration["MODEL_OPTIONS"]), TimeProvider.System, log) { TakesImages = configuration["MODEL_IMAGES"] == "true" };
    }

    public static Task<ModelAnswer> AskAsync(this ModelClient model, string question, params ModelMessage[] more) =>
        model.AskAsync(new([new ModelMessage.Person(question), .. more], [.. Tools]), static _ => ValueTask.CompletedTask, default);

    public static JsonElement Sent(this PuppetRequest request) => JsonSerializer.Deserialize<JsonElement>(request.Text);
}
