namespace Onbehalf.Functions.Automations;

/// <summary>Why an automation is parked and what would bring it back.</summary>
internal static class ParkedSentence
{
    public static string Of(string? slug) => slug switch
    {
        "rule-refused" => "Its query is refused to you now. Change the rule, or resume it once you may read what it looks at.",
        _ => "It could not go on.",
    };
}
