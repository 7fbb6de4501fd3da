package com.cloudera.oryx.app.serving.als.model;

/** Fills a serving model of Oryx. It stands in Oryx's package, which alone may create one. */
public final class LoadedModel {

  private LoadedModel() {}

  /**
   * Returns a model that knows these items, each by its number.
   *
   * @param sampleRate which part of the items a list looks at, at most about: 1 is all of them
   */
  public static ALSServingModel of(float[][] items, double sampleRate) {
    ALSServingModel model = new ALSServingModel(items[0].length, true, sampleRate, null);
    for (int item = 0; item < items.length; item++) {
      model.setItemVector(Integer.toString(item), items[item]);
    }
    return model;
  }
}
