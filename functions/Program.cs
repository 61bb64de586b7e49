using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onbehalf.Acts;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Channels.Push;
using Onbehalf.Channels.Slack;
using Onbehalf.Delegation;
using Onbehalf.Functions;
using Onbehalf.Functions.Artifacts;
using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Chores;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Health;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.Live;
using Onbehalf.Functions.Privacy;
using Onbehalf.Functions.Runs;
using Onbehalf.Functions.Shares;
using Onbehalf.Functions.Slack;
using Onbehalf.Functions.Threads;
using Onbehalf.Functions.Turns;
using Onbehalf.Functions.Web;
using Onbehalf.Identity;
using Onbehalf.Memory;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Search;
using Onbehalf.Sources;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Tools;
using Onbehalf.Turns;
using Onbehalf.Visibility;
using Onbehalf.Wiki;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
// The edge limits the body of each function. Kestrel's limit equals the host's: with a lower one, the host could not return the edge's answer.
builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.Limits.MaxRequestBodySize = 104_857_600);
builder.UseMiddleware<FailureEdge>();
builder.UseMiddleware<HttpEdge>();
builder.AddTelemetry();
builder.Services
    .AddTables(builder.Configuration)
    .AddIdentity(builder.Configuration)
    .AddDelegation(builder.Configuration)
    .AddAudit(builder.Configuration)
    .AddSources(builder.Configuration)
    .AddThreads(builder.Configuration)
    .AddVisibility(builder.Configuration)
    .AddWiki()
    .AddSearch()
    .AddAutomations(builder.Configuration)
    .AddMemory(builder.Configuration)
    .AddArtifacts()
    .AddThreadFunctions()
    .AddLive()
    .AddActs()
    .AddAgent(builder.Configuration)
    .AddOrchestrations()
    .AddTurns()
    .AddAutomationFunctions()
    .AddArtifactFunctions()
    .AddRuns(builder.Configuration)
    .AddRunFunctions()
    .AddShares()
    .AddSlack(builder.Configuration)
    .AddSlackOrchestrations()
    .AddSlackFunctions()
    .AddConnectionFunctions()
    .AddPush(builder.Configuration)
    .AddOwnHand()
    .AddPrivacy()
    .AddChores()
    .AddHealth()
    .AddSingleton<WebFiles>()
    .AddSingleton<LargeBodies>()
    .AddSingleton(new FunctionAccess(typeof(HttpEdge).Assembly.GetTypes()));

var host = builder.Build();
// Resolved here so that an error fails the start, not each later turn: a connection's tool with a built-in tool's name, or an unknown zone.
host.Services.GetRequiredService<ToolCatalog>();
host.Services.GetRequiredService<Zones>();
host.Run();
