using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Infra;

/// <summary>infra/models.json, the one place that names a model.</summary>
public sealed class ModelTests
{
    private static readonly JsonElement Models = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "models.json"))).RootElement;

    private static readonly string Default = Models.GetProperty("default").GetString()!;

    [Fact]
    public void The_default_model_can_still_be_deployed_by_a_new_customer_in_ninety_days()
    {
        var model = Models.GetProperty("models").GetProperty(Default);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().DateTime);

        Assert.True(today.AddDays(90) < Day(model, "newCustomersUntil"), $"{Default} is soon closed to new customers: choose another in infra/models.json. {Models.GetProperty("source").GetString()}");
        Assert.True(today.AddDays(90) < Day(model, "retires"), $"{Default} is soon retired: choose another in infra/models.json. {Models.GetProperty("source").GetString()}");
    }

    [Fact]
    public void The_default_model_retires_at_least_a_year_after_the_list_was_checked() =>
        Assert.True(Day(Models, "checked").AddYears(1) <= Day(Models.GetProperty("models").GetProperty(Default), "retires"));

    [Fact]
    public void No_other_file_of_the_infrastructure_chooses_a_model()
    {
        var names = Models.GetProperty("models").EnumerateObject().Select(static model => model.Name).Append("gpt-5-mini");

        foreach (var path in Directory.EnumerateFiles(Bicep.Folder, "*", SearchOption.AllDirectories).Where(static path => Path.GetExtension(path) != ".json"))
            foreach (var line in File.ReadLines(path))
                Assert.DoesNotContain(names, name => line.Contains(name, StringComparison.Ordinal));
    }

    /// <summary>azd up asks for parameters before its hooks run, and refuses to go on where it finds no quota. The hook looks for quota and goes on without.</summary>
    [Fact]
    public async Task Azd_asks_for_the_environment_and_the_region_and_for_nothing_about_the_model()
    {
        var asked = (await Bicep.MainAsync()).Parameters.Where(static parameter => !parameter.HasDefault).Select(static parameter => parameter.Name);

        Assert.Equal(["environmentName", "location"], asked);
        Assert.DoesNotContain("usageName", await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.bicep")), StringComparison.Ordinal);
    }

    /// <summary>Four characters are about a token. A turn of all its calls, each with a full context and a full reply, fits into a minute.</summary>
    [Fact]
    public void The_default_capacity_is_enough_for_a_turn_of_eight_calls()
    {
        var limits = AgentLimits.From(new ConfigurationBuilder().Build());

        var tokens = limits.ModelCalls * (limits.ContextCharacters + limits.ReplyCharacters) / 4;

        Assert.True(Models.GetProperty("capacity").GetInt32() * 1000 >= tokens, $"{tokens} tokens");
    }

    private static DateOnly Day(JsonElement of, string name) => DateOnly.Parse(of.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
