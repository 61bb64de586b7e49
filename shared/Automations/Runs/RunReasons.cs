using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;

namespace Onbehalf.Automations.Runs;

/// <summary>The reasons why a run is parked or has ended, in sentences for its author that say how a parked one can continue.</summary>
public static class RunReasons
{
    public const string DirectoryUnavailable = AccountCodes.DirectoryUnavailable;

    public const string RightsLost = "rights-lost";

    /// <summary>The author no longer covers the evidence of the automation's text.</summary>
    public const string TextLocked = "text-locked";

    /// <summary>The source refuses the rule's query to its author.</summary>
    public const string RuleRefused = "rule-refused";

    private const string ReconnectPrefix = "reconnect-";

    /// <summary>Returns the code for a connection whose grant is missing or invalid.</summary>
    internal static string Reconnect(ConnectionName connection) => $"{ReconnectPrefix}{connection}";

    /// <summary>Returns the missing connection; null for any other code.</summary>
    internal static ConnectionName? ConnectionOf(string? code) =>
        code is not null && code.StartsWith(ReconnectPrefix, StringComparison.Ordinal) ? new ConnectionName(code[ReconnectPrefix.Length..]) : null;

    /// <summary>
    /// Whether a run with this reason continues when its author is confirmed again. False when a connection or the rule must be repaired first.
    /// </summary>
    public static bool ComesBackWithAuthor(string? code) =>
        code is null || !(code.StartsWith(ReconnectPrefix, StringComparison.Ordinal) || code == RuleRefused);

    public static string Sentence(string code) =>
        code switch
        {
            "account-disabled" => "Your account is disabled at your organisation. It continues automatically after your administrator has enabled it.",
            "account-unknown" => "Your organisation's directory does not know your account. It continues automatically after your account is there again.",
            DirectoryUnavailable =>
                "Your organisation's directory cannot confirm your account right now. It continues automatically when the directory answers.",
            AccountCodes.Locked => "Your account is locked at your sign-in provider. It continues automatically after your account is unlocked.",
            AccountCodes.PasswordExpired =>
                "Your password at your sign-in provider has expired or is being reset. It continues automatically after you set a new password.",
            AccountCodes.Pending => "Your account at your sign-in provider is not activated yet. It continues automatically after it is activated.",
            AccountCodes.SignInAgain => "Your sign-in provider asks you to sign in again. It continues automatically after you sign in.",
            RightsLost =>
                "A role or group that you had when this began is no longer yours. It goes on by itself once you have it again, or you stop it and start it anew with what you have now.",
            TextLocked =>
                "It was written with data that you may not read any more, so what it says is locked. It goes on by itself once you may, or you delete it and write another.",
            RuleRefused => "Its query is refused to you now. Change the rule, or resume it once you may read what it looks at.",
            "not-a-member" => "You are no longer in the conversation where this reports to you. It goes on by itself once you are.",
            "home-not-private" => "The conversation where this reports to you is no longer yours alone.",
            "other-identity" => "It belonged to another account than the one it was started for.",
            "content-changed" => "You have agreed to another version since it began; the next run does what that one says.",
            "automation-paused" => "You have paused the automation.",
            "automation-ended" => "You have deleted the automation.",
            "automation-waiting" => "The automation waits for you to agree to what it says.",
            "prompt-unusable" => "What it is to ask is empty or too long for a message. Change it and agree again.",
            "part-over" => "The run that it was a part of has ended, or left it nothing that it could use.",
            "too-many-wakes" => "It was interrupted too often.",
            "internal" => "Something went wrong on our side. Look at the steps before you start it again.",
            _ when ConnectionOf(code) is not null =>
                "A product it uses no longer lets the agent act for you. Connect it again on the Connections page; it goes on by itself then.",
            _ => "It could not go on.",
        };
}
