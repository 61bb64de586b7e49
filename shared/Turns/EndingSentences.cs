using Onbehalf.Automations.Runs;
using Onbehalf.Identity;

namespace Onbehalf.Turns;

/// <summary>The sentences for a turn that ends without an answer.</summary>
public static class EndingSentences
{
    /// <summary>Returns null for a completed turn, which has an answer.</summary>
    public static string? For(TurnStatus status, string? reason) =>
        (status, reason) switch
        {
            (TurnStatus.Completed, _) => null,
            (TurnStatus.Stopped, _) => "Stopped.",
            (_, "model-unavailable") => "The model cannot be reached right now. Please ask again in a moment.",
            (_, "model-busy") => "The model is busy right now. Please ask again in a moment.",
            (_, "model-filtered") => "The content filter of the model's provider refused this request. Please ask in other words.",
            (_, "model-too-slow") => "The model did not answer in time. Please ask again.",
            (_, "model-garbled") => "The model's answer could not be understood. Please ask again.",
            (_, "model-refused") => "The model endpoint refused the request. Please tell whoever runs this deployment.",
            (_, "too-many-model-calls") => "This took more steps than one turn may take. Please ask for something smaller.",
            (_, "too-many-tool-calls") => "This needed more look-ups than one turn may make. Please ask for something smaller.",
            (_, "account-disabled") => "Your account was disabled at your organisation, so nothing further was done. Ask your administrator to enable it.",
            (_, "account-unknown") =>
                "Your organisation's directory does not know your account any more, so nothing further was done. Sign in again, or ask your administrator.",
            (_, "directory-unavailable") =>
                "Your organisation's directory cannot confirm your account right now, so nothing further was done. Please ask again in a moment.",
            (_, AccountCodes.Locked) => "Your account is locked at your sign-in provider, so nothing further was done. Unlock it there, then ask again.",
            (_, AccountCodes.PasswordExpired) =>
                "Your password at your sign-in provider has expired or is being reset, so nothing further was done. Set a new one there, then ask again.",
            (_, AccountCodes.Pending) =>
                "Your account at your sign-in provider is not activated yet, so nothing further was done. Activate it there, then ask again.",
            (_, AccountCodes.SignInAgain) => "Your sign-in provider asks you to sign in again, so nothing further was done. Sign in, then ask again.",
            (_, "sources-lost") =>
                "Your access to data that this answer had already read was withdrawn or cannot be confirmed now, so it was not finished. Please ask again.",
            (_, "not-a-member") => "You are no longer in this conversation.",
            (TurnStatus.Refused, { } code) => RunReasons.Sentence(code),
            _ => "Something went wrong while answering. Look at the steps above before you ask again.",
        };
}
