using Crowdsource.Vision.Children;

return await VisionWorker.Run(args);
