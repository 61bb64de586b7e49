namespace Onbehalf.Agent;

/// <summary>What a person reads when a turn ends without an answer.</summary>
public static class EndingSentences
{
    /// <summary>Null for a completed turn: its answer speaks for itself.</summary>
    public static string? For(TurnStatus status, string? reason) => (status, reason) switch
    {
        (TurnStatus.Completed, _) => null,
        (TurnStatus.Stopped, _) => "Stopped.",
        (_, "model-unavailable") => "The model cannot be reached right now. Please ask again in a moment.",
        (_, "model-too-slow") => "The model did not answer in time. Please ask again.",
        (_, "model-garbled") => "The model's answer could not be understood. Please ask again.",
        (_, "model-refused") => "The model endpoint refused the request. Please tell whoever runs this deployment.",
        (_, "too-many-model-calls") => "This took more steps than one turn may take. Please ask for something smaller.",
        (_, "too-many-tool-calls") => "This needed more look-ups than one turn may make. Please ask for something smaller.",
        (_, "identity") => "Your account could not be confirmed any more, so nothing further was done. Please sign in again.",
        (_, "not-a-member") => "You are no longer in this conversation.",
        _ => "Something went wrong while answering. Nothing was changed without your confirmation. Please ask again.",
    };
}
