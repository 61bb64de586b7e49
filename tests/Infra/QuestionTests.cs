using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>The questions of the hook before provisioning to a person at a terminal. <c>script</c> gives it one.</summary>
public sealed class QuestionTests
{
    private const string OfVault = "The vault kv-1 is deleted but not purged, and holds the name. recover, or purge for good?";

    private static readonly (string Call, string Answer)[] People =
        [("ad user show --id alice@contoso.com", "alice-id"), ("ad user show --id bob@contoso.com", "bob-id"), ("--query userPrincipalName", "me@contoso.com")];

    [ToolFact("script")]
    public async Task A_person_says_who_is_told_of_alerts_and_what_becomes_of_a_deleted_vault()
    {
        var (recovered, calls) = await AskAsync("ops@example.com\\nrecover\\n", [], HookTests.DeletedVault);
        var (purged, callsOfPurge) = await AskAsync("\\npurge\\n", [], HookTests.DeletedVault);
        var (neither, callsOfNeither) = await AskAsync("\\nmaybe\\n", [], HookTests.DeletedVault);

        Assert.Equal((0, 0, 1), (recovered.ExitCode, purged.ExitCode, neither.ExitCode));
        Assert.All([recovered, purged, neither], static run => Assert.All(["Who is notified of alerts and of the budget?", OfVault], question => Assert.Contains(question, run.Output, StringComparison.Ordinal)));
        Assert.Contains("azd env set ALERT_EMAIL ops@example.com\n", calls, StringComparison.Ordinal);
        Assert.Contains("azd env set RECOVER_VAULT true\n", calls, StringComparison.Ordinal);
        Assert.Contains("az keyvault purge --subscription sub --name kv-1", callsOfPurge, StringComparison.Ordinal);
        // The answer is kept, so that nobody is asked again.
        Assert.Contains("azd env set ALERT_EMAIL \n", callsOfPurge, StringComparison.Ordinal);
        Assert.Contains("azd env set SOFT_DELETED recover, or purge", neither.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("purge --subscription", callsOfNeither, StringComparison.Ordinal);
    }

    [ToolFact("script")]
    public async Task A_person_names_the_people_of_the_demo()
    {
        var (run, calls) = await AskAsync("\\nalice@contoso.com\\nbob@contoso.com\\n", [("DEMO", "true")], People);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.All(["Who is Alice, who is in HR, in the demo?", "Who is Bob, who sells in EMEA, in the demo?"], question => Assert.Contains(question, run.Output, StringComparison.Ordinal));
        Assert.All(["azd env set DEMO_ALICE alice@contoso.com\n", "azd env set DEMO_BOB bob@contoso.com\n"], call => Assert.Contains(call, calls, StringComparison.Ordinal));
    }

    /// <summary>Its terminal cannot be played here.</summary>
    [Fact]
    public void PowerShell_has_the_same_questions()
    {
        var script = File.ReadAllText(Path.Combine(Bicep.Folder, "scripts", "preprovision.ps1"));
        string[] questions =
        [
            "Read-Host 'Who is notified of alerts and of the budget? An e-mail address, or nothing for nobody'", "Read-Host \"Who is $role in the demo? The user name (name@domain) of somebody of this tenant other than you\"",
            "Read-Host \"$what is deleted but not purged, and holds the name. recover, or purge for good?\"",
        ];

        Assert.All(questions, question => Assert.Contains(question, script, StringComparison.Ordinal));
    }

    private static async Task<(ProgramRun Run, string Calls)> AskAsync(string typed, (string Name, string Value)[] set, (string Call, string Answer)[] answers)
    {
        using var azure = new FakeAzure([.. answers, .. HookTests.Well]);
        var environment = HookTests.Known("AZURE_ENV_NAME", "prod", "AZURE_LOCATION", "swedencentral", "AZURE_SUBSCRIPTION_ID", "sub", "CI", "");
        foreach (var (name, value) in set)
            environment[name] = value;
        var hook = Path.Combine(Bicep.Folder, "scripts", "preprovision.sh");

        var run = await ProgramRun.OfAsync("sh", ["-c", $"printf '{typed}' | script -qec \"sh '{hook}'\" /dev/null"], Clone.Root, azure.On(environment));

        return (run, azure.Calls);
    }
}
