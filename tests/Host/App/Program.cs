using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onbehalf.Functions.Edge;
using Onbehalf.Tests.App;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<FailureEdge>();
builder.Services.AddSingleton<StreamGate>().AddSingleton<TickLog>().AddSingleton<ActivityLog>();
builder.Build().Run();
