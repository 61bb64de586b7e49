using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Onbehalf.Agent;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Turns;
using Onbehalf.Identity;
using Onbehalf.Storage;
using Onbehalf.Threads;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<HttpEdge>();
builder.Services
    .AddTables(builder.Configuration)
    .AddIdentity(builder.Configuration)
    .AddDelegation(builder.Configuration)
    .AddAudit(builder.Configuration)
    .AddThreads(builder.Configuration)
    .AddAgent(builder.Configuration)
    .AddTurns();
builder.Build().Run();
