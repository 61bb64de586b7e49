using System.Text.Json;

namespace Onbehalf.Tests.Journeys;

/// <summary>A side effect that waits for its speaker, as the speaker's page shows it.</summary>
internal sealed record Card(string Turn, string CallId, string Hash, JsonElement Shown)
{
    public static Card? Of(JsonElement turn)
    {
        foreach (var step in turn.Steps())
        {
            if (step.TryGetProperty("confirmation", out var asked))
                return new(turn.At("id")!, step.At("callId")!, asked.At("argumentHash")!, asked.GetProperty("card"));
        }

        return null;
    }
}
