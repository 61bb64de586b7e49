using Microsoft.Azure.Functions.Worker.Local;
using Onbehalf.Demo;

[assembly: LocalHost(typeof(DemoHost))]
