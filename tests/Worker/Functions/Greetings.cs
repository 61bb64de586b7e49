using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class Greetings
{
    [Function("Greet")]
    public async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, People people)
    {
        var first = await context.CallActivityAsync<string>("SayHello", people.First);
        var second = await context.CallActivityAsync<string>("SayHello", people.Second);
        return $"{first} {second}";
    }

    [Function("SayHello")]
    public string SayHello([ActivityTrigger] string name, FunctionContext context, string instanceId) => $"{context.FunctionDefinition.Name}:{name}@{instanceId}";

    [Function("StartGreeting")]
    public async Task<string> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Greet", new People("Ann", "Ben"), new StartOrchestrationOptions(id));
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return $"{ended.RuntimeStatus} {ended.ReadOutputAs<string>()}";
    }

    public sealed record People(string First, string Second);
}
