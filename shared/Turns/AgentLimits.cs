using Microsoft.Extensions.Configuration;

namespace Onbehalf.Turns;

/// <summary>The limits of a turn. At a limit, the turn ends with a sentence for the person, not with an error.</summary>
public sealed record AgentLimits(
    int ModelCalls, int ToolCalls, TimeSpan Confirmation, TimeSpan ModelCall, int ContextMessages, int ContextCharacters, int ReplyCharacters)
{
    public static AgentLimits From(IConfiguration configuration) => new(
        Read(configuration, "ONBEHALF_MAX_MODEL_CALLS", 8),
        Read(configuration, "ONBEHALF_MAX_TOOL_CALLS", 16),
        TimeSpan.FromMinutes(Read(configuration, "ONBEHALF_CONFIRMATION_MINUTES", 10)),
        TimeSpan.FromSeconds(Read(configuration, "ONBEHALF_MODEL_SECONDS", 60)),
        Read(configuration, "ONBEHALF_CONTEXT_MESSAGES", 40),
        Read(configuration, "ONBEHALF_CONTEXT_CHARACTERS", 60_000),
        Read(configuration, "ONBEHALF_REPLY_CHARACTERS", 32_000));

    private static int Read(IConfiguration configuration, string name, int fallback) => configuration[name] switch
    {
        null or "" => fallback,
        var text when int.TryParse(text, out var value) && value > 0 => value,
        var text => throw new InvalidOperationException($"{name} must be a positive whole number, not '{text}'."),
    };
}
